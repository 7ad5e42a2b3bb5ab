/** PE/COFF files: their layout, the digest that firmware measures, and what boot loaders keep in their sections. */
package io.hallmark.measuredboot.pe;
