package io.github.chunkupload.springboot;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Takes the requests that the container has mapped to a servlet straight there, past all filters after this one. Spring's
 * {@code FormContentFilter} would swallow the bodies of forms, and the firewall of Spring Security refuses keys with {@code %2F},
 * {@code //} and {@code ;}. The gateway authenticates its clients itself.
 */
final class PastFilters implements Filter {

    private final String name;
    private final Servlet servlet;

    PastFilters(String name, Servlet servlet) {
        this.name = name;
        this.servlet = servlet;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && name.equals(http.getHttpServletMapping().getServletName())) {
            servlet.service(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
