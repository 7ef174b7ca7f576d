/**
 * The gateway inside a servlet container that is there already. {@link io.github.chunkupload.component.servlet.ChunkUploadServlet} is the
 * way in. The only package that sees {@code jakarta.servlet}, which is optional.
 */
package io.github.chunkupload.component.servlet;
