// Numbers and failures, as people read them.

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** 8388608 is "8 MB". */
export function size(bytes) {
  let unit = 0;
  let number = bytes;
  while (number >= 1024 && unit < UNITS.length - 1) {
    number /= 1024;
    unit++;
  }
  return `${unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(1).replace(".0", "")} ${UNITS[unit]}`;
}

export function speed(bytesPerSecond) {
  return `${size(bytesPerSecond)}/s`;
}

export function left(seconds) {
  if (!Number.isFinite(seconds)) {
    return "";
  }
  if (seconds < 60) {
    return `${Math.max(1, Math.round(seconds))} s left`;
  }
  return seconds < 3600 ? `${Math.round(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}

export function time(iso) {
  return new Date(iso).toLocaleTimeString();
}

const REASONS = {
  already_exists: "An object of that name is there already. Rename the file, or choose another folder.",
  upload_open: "Somebody else is uploading an object of that name, or another browser began it. Choose another folder, or try again later.",
  invalid_key: "The gateway takes no object of that name.",
  invalid_bucket: "That is no name of a bucket: letters, digits, dots, dashes and underscores, beginning with a letter or digit.",
  no_such_bucket: "There is no such bucket.",
  forbidden: "This key may not write there.",
  storage_full: "The gateway has no space left for it.",
  too_large: "The gateway takes no file of that size.",
  connection: "The gateway cannot be reached.",
  unreadable: "The gateway's answer makes no sense. Is something else listening there?",
};

/** Says in words why something failed. */
export function reason(failure) {
  return REASONS[failure.kind] ?? failure.message ?? String(failure);
}
