/** One file, uploaded by three processes over a broker, any of which may be killed. */
package io.github.chunkupload.examples.cluster;
