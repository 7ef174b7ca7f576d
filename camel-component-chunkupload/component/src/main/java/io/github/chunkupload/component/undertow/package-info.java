/**
 * The HTTP server of the gateway on camel-undertow. {@link io.github.chunkupload.component.undertow.UndertowMount} is the way in; the rest
 * sees to it that requests and replies pass unchanged.
 */
package io.github.chunkupload.component.undertow;
