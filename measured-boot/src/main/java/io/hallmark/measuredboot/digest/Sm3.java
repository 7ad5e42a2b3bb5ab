package io.hallmark.measuredboot.digest;

import java.nio.ByteBuffer;

/**
 * The SM3 digest, GB/T 32905-2016 (in English: draft-sca-cfrg-sm3), which the JDK lacks. It is for replaying event logs:
 * small inputs, at once.
 */
final class Sm3 {
    private static final int BLOCK = 64;
    private static final int ROUNDS = 64;
    /** Rounds before this one use the first constant and XOR in place of the choices. */
    private static final int FIRST_ROUNDS = 16;

    private static final int[] INITIAL = {
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E
    };

    private Sm3() {}

    /** The digest of the concatenated parts, 32 bytes. */
    static byte[] of(byte[]... parts) {
        ByteBuffer message = padded(parts);
        int[] state = INITIAL.clone();
        while (message.hasRemaining()) {
            compress(state, expanded(message));
        }
        ByteBuffer digest = ByteBuffer.allocate(Integer.BYTES * state.length);
        for (int word : state) {
            digest.putInt(word);
        }
        return digest.array();
    }

    /** Section 5.2: a one bit, zeros, and the number of bits in the last 8 bytes of the last block. */
    private static ByteBuffer padded(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        int blocks = (length + Long.BYTES) / BLOCK + 1;
        ByteBuffer message = ByteBuffer.allocate(Math.multiplyExact(blocks, BLOCK));
        for (byte[] part : parts) {
            message.put(part);
        }
        message.put((byte) 0x80);
        message.putLong(message.capacity() - Long.BYTES, 8L * length);
        return message.rewind();
    }

    /** Section 5.3.2: the 16 words of the next block, and 52 that follow from them. */
    private static int[] expanded(ByteBuffer message) {
        int[] words = new int[ROUNDS + 4];
        for (int i = 0; i < 16; i++) {
            words[i] = message.getInt();
        }
        for (int i = 16; i < words.length; i++) {
            int x = words[i - 16] ^ words[i - 9] ^ Integer.rotateLeft(words[i - 3], 15);
            int permuted = x ^ Integer.rotateLeft(x, 15) ^ Integer.rotateLeft(x, 23);
            words[i] = permuted ^ Integer.rotateLeft(words[i - 13], 7) ^ words[i - 6];
        }
        return words;
    }

    /** Section 5.3.3; the names are the standard's. */
    private static void compress(int[] state, int[] w) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int j = 0; j < ROUNDS; j++) {
            boolean first = j < FIRST_ROUNDS;
            int t = first ? 0x79CC4519 : 0x7A879D8A;
            int ss1 = Integer.rotateLeft(Integer.rotateLeft(a, 12) + e + Integer.rotateLeft(t, j % 32), 7);
            int ss2 = ss1 ^ Integer.rotateLeft(a, 12);
            int ff = first ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
            int gg = first ? e ^ f ^ g : (e & f) | (~e & g);
            int tt1 = ff + d + ss2 + (w[j] ^ w[j + 4]);
            int tt2 = gg + h + ss1 + w[j];
            d = c;
            c = Integer.rotateLeft(b, 9);
            b = a;
            a = tt1;
            h = g;
            g = Integer.rotateLeft(f, 19);
            f = e;
            e = tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17);
        }
        int[] round = {a, b, c, d, e, f, g, h};
        for (int i = 0; i < state.length; i++) {
            state[i] ^= round[i];
        }
    }
}
