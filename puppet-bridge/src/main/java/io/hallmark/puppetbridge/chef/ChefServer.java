package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.artifact.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Hallmark asks of a Chef Infra Server: data bag items and cookbooks. */
final class ChefServer {
    /** What servers add to an item when they give it out. */
    private static final List<String> ADDED = List.of("chef_type", "data_bag");

    /** The kinds of files of a cookbook, each a list in its description; all others are root files. */
    private static final List<String> SEGMENTS = List.of(
            "attributes", "definitions", "files", "libraries", "providers", "recipes", "resources", "templates");

    private static final String ROOT_FILES = "root_files";

    private final ChefApi api;

    ChefServer(ChefApi api) {
        this.api = api;
    }

    /** Ids of the items of a bag; none when there is no such bag. */
    Set<String> items(String bag) {
        return new TreeSet<>(api.get("/data/" + bag).orElse(Map.of()).keySet());
    }

    /** An item of a bag, as it was put there. */
    Optional<Map<String, Object>> item(String bag, String id) {
        return api.get(itemPath(bag, id)).map(found -> {
            Map<String, Object> item = new LinkedHashMap<>(found);
            ADDED.forEach(item::remove);
            if (!id.equals(item.get("id"))) {
                throw unexpected("data bag item " + bag + "/" + id + " without its id");
            }
            return item;
        });
    }

    /** Replaces or makes an item, and the bag when there is none. */
    void put(String bag, String id, Map<String, Object> item) {
        if (api.put(itemPath(bag, id), item).isPresent()
                || api.post("/data/" + bag, item).isPresent()) {
            return;
        }
        there(api.post("/data", Map.of("name", bag)), "404 for its data bags");
        there(api.post("/data/" + bag, item), "404 for a data bag that it just made");
    }

    /** Removes an item. */
    void remove(String bag, String id) {
        api.delete(itemPath(bag, id));
    }

    /** Checksums of the files of a cookbook, by path; empty when the server has no such version of it. */
    Optional<SortedMap<String, String>> cookbook(String name, String version) {
        return api.get(cookbookPath(name, version)).map(found -> {
            if (!version.equals(found.get("version"))) {
                throw unexpected("a cookbook without its version");
            }
            SortedMap<String, String> sums = new TreeMap<>();
            List<String> segments = new ArrayList<>(SEGMENTS);
            segments.add(ROOT_FILES);
            segments.add("all_files");
            for (String segment : segments) {
                if (found.get(segment) instanceof List<?> files) {
                    files.forEach(file -> sums.put(text(file, "path"), text(file, "checksum")));
                }
            }
            return sums;
        });
    }

    /** Uploads the files that the server lacks, then makes the cookbook of them. */
    void upload(Cookbook cookbook) {
        Map<String, Content> files = new TreeMap<>();
        cookbook.files().values().forEach(content -> files.put(Checksum.hex(content), content));
        fill(files);
        there(
                api.put(cookbookPath(Cookbook.NAME, cookbook.version()), description(cookbook)),
                "404 for a cookbook that is put there");
    }

    /** A sandbox takes the files that no cookbook of the server has yet, and holds them until it is closed. */
    private void fill(Map<String, Content> files) {
        Map<String, Object> asked = new LinkedHashMap<>();
        files.keySet().forEach(sum -> asked.put(sum, Optional.empty()));
        Map<String, Object> sandbox = api.post("/sandboxes", Map.of("checksums", asked))
                .orElseThrow(() -> unexpected("404 for its sandboxes"));
        if (!(sandbox.get("checksums") instanceof Map<?, ?> wanted)
                || !wanted.keySet().equals(files.keySet())) {
            throw unexpected("a sandbox for other files than were asked for");
        }
        wanted.forEach((sum, state) -> {
            Map<?, ?> file = state instanceof Map<?, ?> map ? map : Map.of();
            if (Boolean.TRUE.equals(file.get("needs_upload"))) {
                Content content = files.get(sum);
                api.upload(text(file, "url"), content.bytes(), Checksum.base64(content));
            }
        });
        String id = text(sandbox, "sandbox_id");
        if (!id.matches("[A-Za-z0-9-]{1,100}")) {
            throw unexpected("a sandbox whose id is none");
        }
        there(api.put("/sandboxes/" + id, Map.of("is_completed", true)), "404 for a sandbox that it just made");
    }

    private static Map<String, Object> description(Cookbook cookbook) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", Cookbook.NAME + "-" + cookbook.version());
        description.put("cookbook_name", Cookbook.NAME);
        description.put("version", cookbook.version());
        description.put("chef_type", "cookbook_version");
        description.put("json_class", "Chef::CookbookVersion");
        description.put("frozen?", false);
        description.put("metadata", cookbook.metadata());
        Map<String, List<Object>> segments = new TreeMap<>();
        cookbook.files().forEach((path, content) -> {
            int slash = path.indexOf('/');
            String folder = slash < 0 ? "" : path.substring(0, slash);
            segments.computeIfAbsent(SEGMENTS.contains(folder) ? folder : ROOT_FILES, key -> new ArrayList<>())
                    .add(Map.of(
                            "name",
                            path.substring(path.lastIndexOf('/') + 1),
                            "path",
                            path,
                            "checksum",
                            Checksum.hex(content),
                            "specificity",
                            "default"));
        });
        description.putAll(segments);
        return description;
    }

    private static String itemPath(String bag, String id) {
        return "/data/" + bag + "/" + id;
    }

    private static String cookbookPath(String name, String version) {
        return "/cookbooks/" + name + "/" + version;
    }

    private static void there(Optional<Map<String, Object>> answer, String otherwise) {
        if (answer.isEmpty()) {
            throw unexpected(otherwise);
        }
    }

    private static String text(Object object, String field) {
        if (object instanceof Map<?, ?> map && map.get(field) instanceof String text) {
            return text;
        }
        throw unexpected("something without '" + field + "'");
    }

    private static BaselinesException unexpected(String what) {
        return new BaselinesException("Chef answers with " + what + ": check 'url' and the version of the server");
    }
}
