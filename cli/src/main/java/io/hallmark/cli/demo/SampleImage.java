package io.hallmark.cli.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A small PE file that stands for a boot loader or kernel where the real one can't be had; it does not boot. */
final class SampleImage {
    private static final int HEADERS = 0x400;
    private static final int SECTION = 0x200;
    private static final int LINUX_VERSION_AT = 0x300;

    private SampleImage() {}

    /** A PE32+ file with one section that holds {@code text}, and the setup header of a Linux kernel of that version. */
    static byte[] linux(String version, String text) {
        byte[] image = loader(text);
        ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0x202, new byte[] {'H', 'd', 'r', 'S'});
        out.putShort(0x20E, (short) (LINUX_VERSION_AT - 0x200));
        out.put(LINUX_VERSION_AT, (version + " ").getBytes(StandardCharsets.US_ASCII));
        return image;
    }

    /** A PE32+ file that says of itself that it is systemd-boot of that version. */
    static byte[] systemdBoot(String version) {
        return image(".sdmagic", "#### LoaderInfo: systemd-boot " + version + " ####");
    }

    /** A PE32+ file with one section that holds {@code text}. */
    static byte[] loader(String text) {
        return image(".rodata", text);
    }

    private static byte[] image(String sectionName, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(HEADERS + SECTION).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, new byte[] {'M', 'Z'}).putInt(60, 64);
        out.position(64);
        out.putInt(0x00004550).putShort((short) 0x8664).putShort((short) 1);
        out.putInt(0).putInt(0).putInt(0).putShort((short) 240).putShort((short) 0x22);
        int optional = out.position();
        out.putShort(optional, (short) 0x20B);
        out.putInt(optional + 60, HEADERS);
        out.putInt(optional + 108, 16);
        int section = optional + 240;
        out.put(section, sectionName.getBytes(StandardCharsets.US_ASCII));
        out.putInt(section + 8, content.length);
        out.putInt(section + 16, SECTION);
        out.putInt(section + 20, HEADERS);
        out.put(HEADERS, content, 0, Math.min(content.length, SECTION));
        return out.array();
    }
}
