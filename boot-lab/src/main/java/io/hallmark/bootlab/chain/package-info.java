/** Boot chains: for each, the medium that a guest boots and the description that Hallmark predicts from. */
package io.hallmark.bootlab.chain;
