/** Requests without end that a seed makes: what they should be, how they are spoilt, and what must hold whatever comes. */
package io.github.chunkupload.fuzz;
