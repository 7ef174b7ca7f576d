package io.github.chunkupload.component;

import org.apache.camel.health.HealthCheck;

/** A health check of this component, which can be switched off like those of Camel itself. */
abstract class RegisteredHealthCheck implements HealthCheck {

    private final String id;
    private volatile boolean enabled = true;

    RegisteredHealthCheck(String id) {
        this.id = id;
    }

    @Override
    public final String getGroup() {
        return "camel";
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final boolean isEnabled() {
        return enabled;
    }

    @Override
    public final void setEnabled(boolean on) {
        enabled = on;
    }
}
