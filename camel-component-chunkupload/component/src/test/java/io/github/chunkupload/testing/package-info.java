/** What tests of every package share: a plain HTTP/1.1 server for handlers, and a client that sends raw bytes. */
package io.github.chunkupload.testing;
