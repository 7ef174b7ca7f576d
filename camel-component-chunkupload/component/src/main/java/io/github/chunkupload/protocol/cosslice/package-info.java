/**
 * The legacy JSON API of Tencent COS, dialect {@code files/v1}. {@link io.github.chunkupload.protocol.cosslice.CosSliceProtocol} is the
 * door; behind it
 * <ul>
 * <li>the client: {@code CosSliceClient} (one method per operation of a store) over {@code CosSliceWire} (addresses, signs, sends, tells
 *     answers from failures), {@code SliceUpload} (what an upload id carries);
 * <li>the server: {@code CosSliceServer} (locates, authenticates, dispatches) over {@code CosSliceVerifier} and {@code SingleUses} (who
 *     makes a request), {@code Form} (its fields), {@code CosSliceUploads} and {@code CosSliceObjects} (one method per operation),
 *     {@code Session} (what it keeps at the client's) and {@code CosSliceRefusals} (how a failure is told);
 * <li>what both share: {@code CosSliceSign}, {@code CosSliceTarget}, {@code CosSliceKeys}, {@code CosSliceLimits}, and
 *     {@code CosSliceError} with the codes and their neutral meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cosslice;
