package io.hallmark.puppetbridge.profile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packets in a file that tshark reads: libpcap's format, raw IPv4. Checksums are left out. */
final class Capture {
    private static final int LINK_TYPE_RAW = 101;
    private static final int UDP = 17;
    private static final int TCP = 6;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int packets;

    Capture() throws IOException {
        out.writeInt(0xa1b2c3d4);
        out.writeShort(2);
        out.writeShort(4);
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(65535);
        out.writeInt(LINK_TYPE_RAW);
    }

    void udp(String from, int fromPort, String to, int toPort, byte[] payload) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(datagram);
        write(header, fromPort, toPort, 8 + payload.length, 0);
        datagram.writeBytes(payload);
        ip(UDP, from, to, datagram.toByteArray());
    }

    void tcp(String from, int fromPort, String to, int toPort, String text) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(segment);
        try {
            header.writeShort(fromPort);
            header.writeShort(toPort);
            header.writeInt(1);
            header.writeInt(1);
            // 20 bytes of header; PSH and ACK; window; no checksum and no urgent data.
            header.writeShort(0x5018);
            header.writeShort(0xffff);
            header.writeInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        segment.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        ip(TCP, from, to, segment.toByteArray());
    }

    private static void write(DataOutputStream out, int... shorts) {
        try {
            for (int one : shorts) {
                out.writeShort(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ip(int protocol, String from, String to, byte[] payload) {
        try {
            out.writeInt(++packets);
            out.writeInt(0);
            out.writeInt(20 + payload.length);
            out.writeInt(20 + payload.length);
            out.writeShort(0x4500);
            out.writeShort(20 + payload.length);
            out.writeInt(0);
            out.writeByte(64);
            out.writeByte(protocol);
            out.writeShort(0);
            out.write(InetAddress.getByName(from).getAddress());
            out.write(InetAddress.getByName(to).getAddress());
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTo(Path file) throws IOException {
        Files.write(file, bytes.toByteArray());
    }
}
