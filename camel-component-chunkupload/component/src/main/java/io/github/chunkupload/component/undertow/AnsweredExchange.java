package io.github.chunkupload.component.undertow;

import io.undertow.io.IoCallback;
import io.undertow.io.Receiver;
import io.undertow.io.Sender;
import io.undertow.server.BlockingHttpExchange;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;

/** An exchange that has had its reply: whatever Camel still sends goes nowhere. */
final class AnsweredExchange implements BlockingHttpExchange, Sender {

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public Sender getSender() {
        return this;
    }

    @Override
    public Receiver getReceiver() {
        throw new UnsupportedOperationException("The request has been answered");
    }

    @Override
    public void close() {
    }

    @Override
    public void close(IoCallback callback) {
    }

    @Override
    public void send(ByteBuffer buffer, IoCallback callback) {
    }

    @Override
    public void send(ByteBuffer[] buffer, IoCallback callback) {
    }

    @Override
    public void send(ByteBuffer buffer) {
    }

    @Override
    public void send(ByteBuffer[] buffer) {
    }

    @Override
    public void send(String data, IoCallback callback) {
    }

    @Override
    public void send(String data, Charset charset, IoCallback callback) {
    }

    @Override
    public void send(String data) {
    }

    @Override
    public void send(String data, Charset charset) {
    }

    @Override
    public void transferFrom(FileChannel channel, IoCallback callback) {
    }
}
