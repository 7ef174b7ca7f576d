/**
 * What stands between the servers and the store behind them: which protocol a request belongs to, and the delivery of finished objects.
 */
package io.github.chunkupload.gateway;
