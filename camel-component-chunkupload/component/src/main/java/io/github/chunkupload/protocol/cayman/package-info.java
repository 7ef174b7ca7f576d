/**
 * The object store of DATATOM. {@link io.github.chunkupload.protocol.cayman.CaymanProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code CaymanClient} (one method per operation of a store), with {@code BucketsClient}, {@code ListingClient},
 *     {@code EditingClient} and {@code VerifyClient} for its capabilities, over {@code CaymanWire} (sends, with a {@code FormBody}),
 *     {@code LostCreates} (what got no answer), {@code BlockOrder} (what is expected of a finished object) and {@code CaymanFailures}
 *     (what a refusal means);
 * <li>the server: {@code CaymanServer} (authenticates, reads, dispatches) over {@code CaymanVerifier} and {@code CaymanLogins} (who
 *     makes a request), {@code FormReader} with {@code PartHead} and {@code CaymanForm} (what it says), {@code Addresses} and
 *     {@code Generation} (what it is about), {@code CaymanUploads} with {@code FinishedUploads}, {@code CaymanObjects},
 *     {@code CaymanEdits}, {@code CaymanDigests} and {@code CaymanBuckets} (one method per operation), {@code FileInfo} and
 *     {@code CaymanReplies};
 * <li>what both share: {@code CaymanOperation}, {@code CaymanSign}, {@code CaymanJson}, {@code CaymanInfo}, {@code Blocks},
 *     {@code CaymanNames}, {@code CaymanLimits}, {@code CaymanOptions}, and {@code CaymanError} with the codes and their meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cayman;
