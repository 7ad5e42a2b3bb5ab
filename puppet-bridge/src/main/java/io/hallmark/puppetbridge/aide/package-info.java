/** The database of AIDE for an image, made where the image is built, as {@code aide --init} would make it on a node. */
package io.hallmark.puppetbridge.aide;
