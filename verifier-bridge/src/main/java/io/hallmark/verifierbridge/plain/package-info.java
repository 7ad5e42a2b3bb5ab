/** PCR values as a plain JSON document, for programs of users; its JSON Schema lies beside. */
package io.hallmark.verifierbridge.plain;
