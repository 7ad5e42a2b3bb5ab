/** What a hardened node looks like, and how to see whether it does: states and checks, without any tool that brings them. */
package io.hallmark.puppetbridge.node;
