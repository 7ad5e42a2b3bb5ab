package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.verifierbridge.keylime.example.ExampleState.SignatureEntry;
import io.hallmark.verifierbridge.keylime.example.LoggedVariable.SignatureList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the policy wants of the variables in PCR 7 and PCR 1. Each returns why it refuses, or nothing. */
final class VariableRules {
    private static final String GLOBAL = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
    private static final String SECURITY = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
    private static final String SHIM = "605dab50-e046-4300-abb6-3dd810dd8b23";
    private static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";

    private final ExampleState state;
    private final Set<String> seen = new HashSet<>();

    VariableRules(ExampleState state) {
        this.state = state;
    }

    /** Secure Boot and its databases. */
    Optional<String> driverConfig(LoggedVariable variable) {
        return switch (variable.guid() + " " + variable.name()) {
            case GLOBAL + " SecureBoot" -> secureBoot(variable);
            case GLOBAL + " PK" -> once(variable).or(() -> subset(variable, state.pk(), Set.of(X509)));
            case GLOBAL + " KEK" -> once(variable).or(() -> subset(variable, state.kek(), Set.of(X509)));
            case SECURITY + " db" -> once(variable).or(() -> subset(variable, state.db(), Set.of(X509, SHA256)));
            case SECURITY + " dbx" -> once(variable).or(() -> superset(variable));
            case SECURITY + " vendor_db" -> once(variable).or(() -> vendorList(variable));
            default -> unknown(variable);
        };
    }

    /** What a loaded image was verified by. */
    Optional<String> authority(LoggedVariable variable) {
        return switch (variable.guid() + " " + variable.name()) {
            case SECURITY + " db", SHIM + " SbatLevel", SHIM + " Shim", SHIM + " MokListTrusted" ->
                onceOfKind("authority", variable);
            case SHIM + " MokListRT" -> onceOfKind("authority", variable).or(() -> notEmpty(variable));
            case SECURITY + " vendor_db" -> onceOfKind("authority", variable).or(() -> vendorAuthority(variable));
            default -> unknown(variable);
        };
    }

    /** Boot entries and their order. */
    Optional<String> boot(LoggedVariable variable) {
        boolean known = variable.guid().equals(GLOBAL)
                && (variable.name().equals("BootOrder") || variable.name().matches("Boot[0-9a-fA-F]+"));
        if (!known) {
            return unknown(variable);
        }
        boolean decoded = variable.name().equals("BootOrder") || variable.name().length() == 8;
        return decoded ? Optional.empty() : notEmpty(variable);
    }

    private Optional<String> secureBoot(LoggedVariable variable) {
        boolean on = variable.value().length == 1 && variable.value()[0] != 0;
        return on == state.secureBoot()
                ? Optional.empty()
                : Optional.of("Secure Boot is " + (on ? "on" : "off") + ", and the reference state has it "
                        + (state.secureBoot() ? "on" : "off"));
    }

    private Optional<String> subset(LoggedVariable variable, Set<SignatureEntry> allowed, Set<String> types) {
        if (!state.secureBoot() && allowed.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<SignatureList>> lists = variable.signatureLists();
        boolean well = lists.isPresent()
                && lists.get().stream()
                        .allMatch(list -> types.contains(list.type()) && allowed.containsAll(list.entries()));
        return well
                ? Optional.empty()
                : Optional.of("the variable " + variable.name() + " is empty or has something that is not allowed");
    }

    private Optional<String> superset(LoggedVariable variable) {
        if (!state.secureBoot() && state.dbx().isEmpty()) {
            return Optional.empty();
        }
        List<SignatureList> lists = variable.signatureLists().orElse(List.of());
        if (lists.size() != 1 || !lists.get(0).type().equals(SHA256)) {
            return Optional.of("the variable dbx must have exactly one list, of SHA-256 hashes, and has " + lists.size()
                    + " lists");
        }
        return new HashSet<>(lists.get(0).entries()).containsAll(state.dbx())
                ? Optional.empty()
                : Optional.of("the variable dbx lacks hashes that it must have");
    }

    /** tpm2_eventlog does not take this variable apart, so Keylime finds a text where it wants a list. */
    private Optional<String> vendorList(LoggedVariable variable) {
        return !state.secureBoot() && state.vendorDb().isEmpty()
                ? notEmpty(variable)
                : Optional.of("the variable " + variable.name() + " is not taken apart by Keylime");
    }

    private Optional<String> vendorAuthority(LoggedVariable variable) {
        if (!state.secureBoot() && state.vendorDb().isEmpty()) {
            return Optional.empty();
        }
        return variable.vendorEntries().filter(state.vendorDb()::containsAll).isPresent()
                ? Optional.empty()
                : Optional.of("shim's vendor_db has something that is not allowed");
    }

    private Optional<String> once(LoggedVariable variable) {
        return onceOfKind("config", variable);
    }

    private Optional<String> onceOfKind(String kind, LoggedVariable variable) {
        return seen.add(kind + " " + variable.name())
                ? Optional.empty()
                : Optional.of("the variable " + variable.name() + " may be measured once only");
    }

    private static Optional<String> notEmpty(LoggedVariable variable) {
        return variable.value().length == 0
                ? Optional.of("the variable " + variable.name() + " is empty")
                : Optional.empty();
    }

    private static Optional<String> unknown(LoggedVariable variable) {
        return Optional.of("the variable " + variable.name() + " of " + variable.guid() + " is not foreseen");
    }
}
