package io.hallmark.measuredboot.digest;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** At most one digest a bank, of one and the same thing; in the order of {@link Bank}. */
public final class Digests {

    private final EnumMap<Bank, Digest> byBank;
    /** What many results are remembered by; 0 until it is asked for. */
    private int hash;

    private Digests(EnumMap<Bank, Digest> byBank) {
        this.byBank = byBank;
    }

    /** @throws IllegalArgumentException when two digests are of one bank */
    public static Digests of(Collection<Digest> digests) {
        EnumMap<Bank, Digest> map = new EnumMap<>(Bank.class);
        for (Digest digest : digests) {
            if (map.put(digest.bank(), digest) != null) {
                throw new IllegalArgumentException("two " + digest.bank().label() + " digests of one thing");
            }
        }
        return new Digests(map);
    }

    public static Digests of(Digest... digests) {
        return of(List.of(digests));
    }

    public static Digests none() {
        return new Digests(new EnumMap<>(Bank.class));
    }

    /** The digests of the concatenated {@code data} in each bank. */
    public static Digests hash(Collection<Bank> banks, byte[]... data) {
        return each(banks, bank -> bank.hash(data));
    }

    /** One digest for each bank, as {@code make} gives it. */
    public static Digests each(Collection<Bank> banks, Function<Bank, Digest> make) {
        EnumMap<Bank, Digest> map = new EnumMap<>(Bank.class);
        for (Bank bank : banks) {
            map.put(bank, make.apply(bank));
        }
        return new Digests(map);
    }

    public Optional<Digest> in(Bank bank) {
        return Optional.ofNullable(byBank.get(bank));
    }

    public Set<Bank> banks() {
        return java.util.Collections.unmodifiableSet(byBank.keySet());
    }

    public Collection<Digest> all() {
        return java.util.Collections.unmodifiableCollection(byBank.values());
    }

    public boolean isEmpty() {
        return byBank.isEmpty();
    }

    /** Only the digests of these banks. */
    public Digests only(Collection<Bank> banks) {
        if (banks.containsAll(byBank.keySet())) {
            return this;
        }
        EnumMap<Bank, Digest> map = new EnumMap<>(byBank);
        map.keySet().retainAll(banks);
        return new Digests(map);
    }

    /** Whether both have the same digests in these banks, or none. */
    public boolean isSameIn(Collection<Bank> banks, Digests other) {
        for (Bank bank : banks) {
            if (!Objects.equals(byBank.get(bank), other.byBank.get(bank))) {
                return false;
            }
        }
        return true;
    }

    /** Whether both have a digest in some bank and no bank that both have differs. */
    public boolean agreesWith(Digests other) {
        boolean compared = false;
        for (Map.Entry<Bank, Digest> entry : byBank.entrySet()) {
            Digest theirs = other.byBank.get(entry.getKey());
            if (theirs != null) {
                if (!theirs.equals(entry.getValue())) {
                    return false;
                }
                compared = true;
            }
        }
        return compared;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Digests that && byBank.equals(that.byBank);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = byBank.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return byBank.values().toString();
    }
}
