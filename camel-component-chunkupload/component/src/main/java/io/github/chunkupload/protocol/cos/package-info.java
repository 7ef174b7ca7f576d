/**
 * The XML API of Tencent COS. {@link io.github.chunkupload.protocol.cos.CosProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code CosClient}, {@code BucketClient} and {@code CopyClient} (one method per operation of a store) over
 *     {@code CosWire} (addresses, signs, sends) and {@code CosFailures} (what a refusal means);
 * <li>the server: {@code CosServer} (authenticates, locates, dispatches) over {@code CosOperation} (what a request asks for),
 *     {@code CosUploads}, {@code CosCopies}, {@code CosObjects} and {@code CosBuckets} (one method per operation) and
 *     {@code CosRefusals} (how a failure is told);
 * <li>what both share: one class per XML document that writes and reads it, {@code CosHeaders}, {@code CosQueries}, {@code CosKeys},
 *     {@code CosHosts}, {@code CosLimits}, and {@code CosError} with the codes and their neutral meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cos;
