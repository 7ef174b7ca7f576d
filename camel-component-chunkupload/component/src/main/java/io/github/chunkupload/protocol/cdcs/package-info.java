/**
 * The API of Tencent Cloud Data Coffer Service. {@link io.github.chunkupload.protocol.cdcs.CdcsProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code CdcsClient} and {@code CofferClient} (one method per operation of a store) over {@code CdcsWire} (addresses,
 *     signs, sends) and {@code CdcsFailures} (what a refusal means);
 * <li>the server: {@code CdcsServer} (authenticates, locates, dispatches) over {@code CdcsOperation} (what a request asks for),
 *     {@code CdcsUploads}, {@code CdcsObjects} and {@code CdcsCoffers} (one method per operation) and {@code CdcsRefusals} (how a failure
 *     is told);
 * <li>what both share: {@code Document}, which is JSON or XML by its {@code Generation}, with one class per document that writes and
 *     reads it, {@code CdcsHeaders}, {@code CdcsQueries}, {@code CdcsNames}, {@code CdcsLimits}, and {@code CdcsError} with the codes and
 *     their neutral meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.cdcs;
