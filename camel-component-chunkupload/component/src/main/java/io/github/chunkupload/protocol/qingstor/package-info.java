/**
 * The object storage of QingCloud. {@link io.github.chunkupload.protocol.qingstor.QingStorProtocol} is the door; behind it
 * <ul>
 * <li>the client: {@code QingStorClient} (one method per operation of a store) over {@code QingStorWire} (addresses, signs, sends),
 *     {@code QingStorParts} (what is to make an object) and {@code QingStorFailures} (what a refusal means);
 * <li>the server: {@code QingStorServer} (locates, authenticates, dispatches) over {@code QingStorTarget} (what a request addresses),
 *     {@code QingStorVerifier} (who makes it), {@code QingStorOperation} (what it asks for), {@code QingStorUploads} and
 *     {@code QingStorObjects} (one method per operation) and {@code QingStorRefusals} (how a failure is told);
 * <li>what both share: {@code QingStorSign}, {@code QingStorJson}, {@code QingStorHeaders}, {@code QingStorQueries},
 *     {@code QingStorKeys}, {@code QingStorLimits}, and {@code QingStorError} with the codes and their neutral meaning.
 * </ul>
 */
package io.github.chunkupload.protocol.qingstor;
