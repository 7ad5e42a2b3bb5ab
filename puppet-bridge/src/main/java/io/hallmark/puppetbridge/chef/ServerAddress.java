package io.hallmark.puppetbridge.chef;

import java.net.URI;

/**
 * Where a Chef Infra Server's interface is.
 *
 * @param base without slash at its end, and with the organisation if the server has any:
 *     {@code https://chef.example.org/organizations/example}
 */
record ServerAddress(URI base) {
    /** @param path from there on, with a slash before it; of letters, digits and {@code ._-/} */
    URI resolve(String path) {
        return URI.create(base + path);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
