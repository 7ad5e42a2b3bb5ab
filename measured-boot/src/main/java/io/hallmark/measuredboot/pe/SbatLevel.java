package io.hallmark.measuredboot.pe;
public record SbatLevel(String automatic, String latest) { public static SbatLevel parse(byte[] b){ java.nio.ByteBuffer x=java.nio.ByteBuffer.wrap(b).order(java.nio.ByteOrder.LITTLE_ENDIAN); return new SbatLevel(z(b,4+x.getInt(4)),z(b,4+x.getInt(8))); } static String z(byte[] b,int o){int e=o; while(e<b.length&&b[e]!=0)e++; return new String(b,o,e-o);} }
