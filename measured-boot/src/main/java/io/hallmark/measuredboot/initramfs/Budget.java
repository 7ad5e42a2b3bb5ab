package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.MeasuredBootException;

/** What an image has used up of its {@link Limits}. */
final class Budget {
    private final String image;
    private final Limits limits;
    private long bytes;
    private int entries;

    Budget(String image, Limits limits) {
        this.image = image;
        this.limits = limits;
    }

    void unpacked(int count, Unpacked where) {
        bytes += count;
        if (bytes > limits.unpackedBytes()) {
            throw where.bad("the image unpacks to more than " + limits.unpackedBytes() + " bytes", where.offset());
        }
    }

    void entry(Unpacked where, long at) {
        entries++;
        if (entries > limits.entries()) {
            throw where.bad("the image has more than " + limits.entries() + " entries", at);
        }
    }

    void name(long size, String what, Unpacked where, long at) {
        if (size > limits.nameBytes()) {
            throw where.bad(what + " of " + size + " bytes, more than " + limits.nameBytes(), at);
        }
    }

    void segment(Segment segment) {
        if (segment.number() > limits.segments()) {
            throw new MeasuredBootException(image + ": more than " + limits.segments() + " segments (offset "
                    + segment.offset() + "); raise the limit if that is what the image should be");
        }
    }
}
