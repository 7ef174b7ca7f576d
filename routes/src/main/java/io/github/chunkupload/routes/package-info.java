/** Route templates for uploads in parts, in Java, and what their routes need. */
package io.github.chunkupload.routes;
