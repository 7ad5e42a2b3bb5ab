package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Target;
import io.hallmark.puppetbridge.Hardening;
import io.hallmark.puppetbridge.RoleProfile;
import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.render.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A Chef Infra Server: the cookbook, and a data bag item for each role. Items of roles that are gone are removed; what others
 * put into the bag is left alone. No node is converged, and nothing is said of any.
 */
final class ChefTarget implements Target {
    private static final String COOKBOOK = "cookbook/" + Cookbook.NAME + "/";
    private static final String DATA = "data/";

    private final String name;
    private final String bag;
    private final Optional<Cookbook> cookbook;
    private final Supplier<ChefServer> connect;
    private Optional<ChefServer> connected = Optional.empty();

    /**
     * @param bag that items lie in
     * @param cookbook to keep on the server; empty when its users bring it in a way of their own
     */
    ChefTarget(String name, String bag, Optional<Cookbook> cookbook, Supplier<ChefServer> connect) {
        this.name = name;
        this.bag = bag;
        this.cookbook = cookbook;
        this.connect = connect;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        List<PlanItem> plan = new ArrayList<>();
        cookbook.ifPresent(shipped -> plan.add(cookbookItem(shipped)));
        Hardening hardening = Hardening.of(state.files());
        Origin origin = new Origin(state.commit());
        List<String> roles = hardening.roles();
        for (String role : roles) {
            plan.add(roleItem(role, hardening.profile(role), origin));
        }
        for (String id : server().items(bag)) {
            if (!roles.contains(id)
                    && server().item(bag, id).filter(ChefTarget::ours).isPresent()) {
                plan.add(new PlanItem(
                        dataName(id),
                        PlanItem.Action.REMOVE,
                        Optional.empty(),
                        List.of("role " + id
                                + " has no approved profile any more: runs of chef-client on its nodes will"
                                + " fail until they have another role")));
            }
        }
        return plan;
    }

    private PlanItem cookbookItem(Cookbook shipped) {
        byte[] content = listing(sums(shipped));
        return item(
                COOKBOOK + shipped.version(),
                content,
                server().cookbook(Cookbook.NAME, shipped.version()).map(ChefTarget::listing),
                shipped.files().size() + " files");
    }

    private PlanItem roleItem(String role, RoleProfile profile, Origin origin) {
        if (!profile.errors().isEmpty()) {
            return refused(
                    role, profile.errors().stream().map(Finding::toString).toList());
        }
        Optional<Map<String, Object>> held = server().item(bag, role);
        if (held.isPresent() && !ours(held.get())) {
            return refused(
                    role,
                    List.of("data bag " + bag
                            + " has an item of this name that is not Hallmark's: move it away, or give"
                            + " 'data-bag' another name"));
        }
        Map<String, Object> item = ChefRendering.item(profile.profile(), origin);
        return item(dataName(role), canonical(item), held.map(ChefTarget::canonical), words(item));
    }

    private static String words(Map<String, Object> item) {
        return ((List<?>) item.get("states")).size() + " states, baseline " + item.get("baseline");
    }

    private PlanItem refused(String role, List<String> why) {
        return new PlanItem(dataName(role), PlanItem.Action.REFUSED, Optional.empty(), why);
    }

    private static PlanItem item(String name, byte[] content, Optional<byte[]> held, String words) {
        PlanItem.Action action = held.isEmpty()
                ? PlanItem.Action.CREATE
                : Arrays.equals(held.get(), content) ? PlanItem.Action.KEEP : PlanItem.Action.UPDATE;
        return new PlanItem(name, action, Optional.of(content), List.of(words));
    }

    @Override
    public String apply(PlanItem item) {
        if (item.name().startsWith(COOKBOOK)) {
            server().upload(cookbook.orElseThrow());
            return "uploaded";
        }
        String id = item.name().substring(dataName("").length());
        if (item.content().isEmpty()) {
            server().remove(bag, id);
            return "removed";
        }
        server().put(bag, id, PlainJson.readObject(item.name(), item.content().get()));
        return "held by the server; no node was converged";
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        if (item.name().startsWith(COOKBOOK)) {
            return server().cookbook(Cookbook.NAME, item.name().substring(COOKBOOK.length()))
                    .map(ChefTarget::listing);
        }
        return server().item(bag, item.name().substring(dataName("").length())).map(ChefTarget::canonical);
    }

    @Override
    public List<String> settle(ApprovedState state, List<PlanItem> plan) {
        return List.of("the server holds what is approved; nodes take it in when chef-client runs on them, which"
                + " is not seen from here");
    }

    private String dataName(String id) {
        return DATA + bag + "/" + id;
    }

    private static boolean ours(Map<String, Object> item) {
        return ChefRendering.FORMAT.equals(item.get("format"));
    }

    private static SortedMap<String, String> sums(Cookbook shipped) {
        SortedMap<String, String> sums = new TreeMap<>();
        shipped.files().forEach((path, content) -> sums.put(path, Checksum.hex(content)));
        return sums;
    }

    private static byte[] listing(SortedMap<String, String> sums) {
        StringBuilder listing = new StringBuilder();
        sums.forEach(
                (path, sum) -> listing.append(sum).append("  ").append(path).append('\n'));
        return listing.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Servers keep no order of fields. */
    private static byte[] canonical(Map<String, Object> item) {
        return CanonicalJson.write(sorted(item)).getBytes(StandardCharsets.UTF_8);
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new LinkedHashMap<>();
            map.keySet().stream().map(String::valueOf).sorted().forEach(key -> sorted.put(key, sorted(map.get(key))));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(ChefTarget::sorted).toList()
                : value;
    }

    private ChefServer server() {
        if (connected.isEmpty()) {
            connected = Optional.of(connect.get());
        }
        return connected.get();
    }
}
