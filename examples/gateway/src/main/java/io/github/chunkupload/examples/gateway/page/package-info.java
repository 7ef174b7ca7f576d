/** The web page of the gateway: what it is made of, who may use it, and what it is told. See ADR 0018. */
package io.github.chunkupload.examples.gateway.page;
