/**
 * A store in a directory. What it promises and how the files look is told in {@code docs/disk-format.md}.
 */
package io.github.chunkupload.disk;
