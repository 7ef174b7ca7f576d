/**
 * The object store of DATATOM. {@link io.github.chunkupload.protocol.cayman.CaymanProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code CaymanClient} (one method per operation of a store) over {@code CaymanWire} (sends, with a {@code FormBody}),
 *     {@code BlockOrder} (what is expected of a finished object) and {@code CaymanFailures} (what a refusal means);
 * <li>the server: {@code CaymanServer} (authenticates, reads, dispatches) over {@code CaymanVerifier} (who makes a request),
 *     {@code FormReader} with {@code PartHead} and {@code CaymanForm} (what it says), {@code CaymanUploads} with
 *     {@code FinishedUploads} and {@code CaymanObjects} (one method per operation), {@code FileInfo} and {@code CaymanReplies};
 * <li>what both share: {@code CaymanOperation}, {@code CaymanSign}, {@code CaymanJson}, {@code CaymanInfo}, {@code Blocks},
 *     {@code CaymanNames}, {@code CaymanLimits}, {@code CaymanOptions}, and {@code CaymanError} with the codes and their meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cayman;
