package io.github.chunkupload.gateway;

import java.io.Serial;

/** Why a delivery failed. The log has it already, under the request id of the failure that has it as its cause. */
final class DeliveryException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    DeliveryException(String deliveryId, Throwable cause) {
        super("Delivery " + deliveryId + " failed", cause);
    }
}
