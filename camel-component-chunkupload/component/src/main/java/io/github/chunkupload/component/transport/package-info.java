/**
 * How requests of our clients go out, through camel-http. {@link io.github.chunkupload.component.transport.CamelHttpTransport} is the way
 * in; the rest keeps HttpClient from changing what it sends.
 */
package io.github.chunkupload.component.transport;
