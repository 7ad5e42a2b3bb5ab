package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * OVMF's variable store as a file: a firmware volume with authenticated variables one after the other (EDK2, {@code
 * MdeModulePkg/Include/Guid/VariableFormat.h}).
 */
final class VariableStore {
    private static final String GLOBAL_GUID = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
    private static final int VOLUME_SIGNATURE = 0x4856465F;
    private static final int STORE_HEADER = 28;
    private static final int VARIABLE_HEADER = 60;
    private static final int START = 0x55AA;
    private static final int ADDED = 0x3F;
    /** Non-volatile, for boot services and for the running system. */
    private static final int ATTRIBUTES = 7;

    private final ByteBuffer store;
    private final int end;
    private int free;

    VariableStore(byte[] file) {
        store = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 4096 || store.getInt(40) != VOLUME_SIGNATURE) {
            throw new BootLabException("this is no variable store: there is no firmware volume at its start");
        }
        int header = Short.toUnsignedInt(store.getShort(48));
        end = Math.min(file.length, header + store.getInt(header + 16));
        free = header + STORE_HEADER;
        while (free + VARIABLE_HEADER <= end && Short.toUnsignedInt(store.getShort(free)) == START) {
            free = align(free + VARIABLE_HEADER + store.getInt(free + 36) + store.getInt(free + 40));
        }
    }

    /** Adds a variable of the boot manager after the last one. */
    VariableStore add(BootVariable variable) {
        byte[] name = (variable.name() + "\0").getBytes(StandardCharsets.UTF_16LE);
        byte[] value = variable.value();
        int next = align(free + VARIABLE_HEADER + name.length + value.length);
        if (next > end) {
            throw new BootLabException("the variable store has no room for " + variable.name());
        }
        store.putShort(free, (short) START);
        store.put(free + 2, (byte) ADDED);
        store.put(free + 3, (byte) 0);
        store.putInt(free + 4, ATTRIBUTES);
        // Monotonic count, time stamp and key index stay zero: nothing is authenticated here.
        for (int i = free + 8; i < free + 36; i++) {
            store.put(i, (byte) 0);
        }
        store.putInt(free + 36, name.length);
        store.putInt(free + 40, value.length);
        store.put(free + 44, EfiGuid.bytes(GLOBAL_GUID));
        store.put(free + VARIABLE_HEADER, name);
        store.put(free + VARIABLE_HEADER + name.length, value);
        free = next;
        return this;
    }

    byte[] bytes() {
        return store.array().clone();
    }

    private static int align(int offset) {
        return (offset + 3) & ~3;
    }
}
