/** The component in Spring Boot. Everything here is found by auto-configuration; no class is for applications to use. */
package io.github.chunkupload.springboot;
