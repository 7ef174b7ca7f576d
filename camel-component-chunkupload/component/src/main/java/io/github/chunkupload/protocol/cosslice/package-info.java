/**
 * The legacy JSON API of Tencent COS, dialects {@code files/v1} and {@code files/v2}.
 * {@link io.github.chunkupload.protocol.cosslice.CosSliceProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code CosSliceClient} (one method per operation of a store), {@code FilesV1} and {@code FilesV2} (how each dialect sends
 *     slices), {@code StoredFiles} (what both say alike) and {@code CosSliceListing} over {@code CosSliceWire} (addresses, signs, sends,
 *     tells answers from failures), {@code SliceUpload} (what an upload id carries);
 * <li>the server: {@code CosSliceServer} (locates, authenticates, dispatches) over {@code CosSliceVerifier} and {@code SingleUses} (who
 *     makes a request), {@code CosSliceOperation} and {@code Form} (what it asks for), {@code CosSliceUploads} and
 *     {@code CosSliceUploadsV2} with {@code Slices}, {@code CosSliceObjects}, {@code CosSliceDirectories} and {@code CosSliceCopies} (one
 *     method per operation), {@code Session} (what it keeps at the client's), {@code OpenFiles} (what it remembers besides) and
 *     {@code CosSliceRefusals} (how a failure is told);
 * <li>what both share: {@code CosSliceSign}, {@code CosSliceTarget}, {@code CosSliceHosts}, {@code CosSliceKeys}, {@code CosSliceLimits},
 *     {@code UploadParts} (the running digests of files/v2), and {@code CosSliceError} with the codes and their neutral meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cosslice;
