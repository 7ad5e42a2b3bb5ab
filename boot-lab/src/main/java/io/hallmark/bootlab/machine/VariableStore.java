package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * OVMF's variable store as a file: a firmware volume with authenticated variables one after the other (EDK2, {@code
 * MdeModulePkg/Include/Guid/VariableFormat.h}).
 */
final class VariableStore {
    private static final int VOLUME_SIGNATURE = 0x4856465F;
    private static final int STORE_HEADER = 28;
    private static final int VARIABLE_HEADER = 60;
    private static final int START = 0x55AA;
    private static final int ADDED = 0x3F;
    /** Bits are cleared one after the other in a variable's life, as flash memory allows it. */
    private static final int DELETED = ADDED & 0xFD;
    /** Non-volatile, for boot services and for the running system. */
    private static final int BOOT_ATTRIBUTES = 7;

    private final ByteBuffer store;
    private final int first;
    private final int end;
    private int free;

    VariableStore(byte[] file) {
        store = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 4096 || store.getInt(40) != VOLUME_SIGNATURE) {
            throw new BootLabException("this is no variable store: there is no firmware volume at its start");
        }
        int header = Short.toUnsignedInt(store.getShort(48));
        end = Math.min(file.length, header + store.getInt(header + 16));
        first = header + STORE_HEADER;
        free = first;
        while (isVariable(free)) {
            free = next(free);
        }
    }

    /** Adds a variable of the boot manager after the last one. */
    VariableStore add(BootVariable variable) {
        write(variable.name(), EfiGuid.bytes(FirmwareState.GLOBAL_GUID), BOOT_ATTRIBUTES, variable.value());
        return this;
    }

    /** Puts content after that which a variable has; a variable that there is not yet gets it alone. */
    VariableStore append(KeyVariable more) {
        byte[] guid = EfiGuid.bytes(more.guid());
        byte[] content = more.content();
        for (int at = first; at < free; at = next(at)) {
            if (store.get(at + 2) == ADDED && is(at, more.name(), guid)) {
                byte[] present = value(at);
                content = Arrays.copyOf(present, present.length + more.content().length);
                System.arraycopy(more.content(), 0, content, present.length, more.content().length);
                store.put(at + 2, (byte) DELETED);
            }
        }
        write(more.name(), guid, more.attributes(), content);
        return this;
    }

    private boolean isVariable(int at) {
        return at + VARIABLE_HEADER <= end && Short.toUnsignedInt(store.getShort(at)) == START;
    }

    private int next(int at) {
        return align(at + VARIABLE_HEADER + store.getInt(at + 36) + store.getInt(at + 40));
    }

    private boolean is(int at, String name, byte[] guid) {
        return Arrays.equals(bytes(at + VARIABLE_HEADER, store.getInt(at + 36)), BootVariable.utf16(name))
                && Arrays.equals(bytes(at + 44, guid.length), guid);
    }

    private byte[] value(int at) {
        return bytes(at + VARIABLE_HEADER + store.getInt(at + 36), store.getInt(at + 40));
    }

    private byte[] bytes(int from, int length) {
        return Arrays.copyOfRange(store.array(), from, from + length);
    }

    private void write(String variable, byte[] guid, int attributes, byte[] value) {
        byte[] name = BootVariable.utf16(variable);
        int next = align(free + VARIABLE_HEADER + name.length + value.length);
        if (next > end) {
            throw new BootLabException("the variable store has no room for " + variable);
        }
        store.putShort(free, (short) START);
        store.put(free + 2, (byte) ADDED);
        store.put(free + 3, (byte) 0);
        store.putInt(free + 4, attributes);
        // Monotonic count, time stamp and key index stay zero: nothing is authenticated here.
        for (int i = free + 8; i < free + 36; i++) {
            store.put(i, (byte) 0);
        }
        store.putInt(free + 36, name.length);
        store.putInt(free + 40, value.length);
        store.put(free + 44, guid);
        store.put(free + VARIABLE_HEADER, name);
        store.put(free + VARIABLE_HEADER + name.length, value);
        free = next;
    }

    byte[] bytes() {
        return store.array().clone();
    }

    private static int align(int offset) {
        return (offset + 3) & ~3;
    }
}
