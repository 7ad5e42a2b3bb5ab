/** Baselines as Concise Reference Integrity Manifests (draft-ietf-rats-corim-11), plain or signed. */
package io.hallmark.verifierbridge.corim;
