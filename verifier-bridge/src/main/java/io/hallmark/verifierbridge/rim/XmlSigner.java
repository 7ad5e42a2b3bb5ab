package io.hallmark.verifierbridge.rim;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.SigningKey;
import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * Signs XML documents in themselves (XML Signature Syntax and Processing, "enveloped signature") with RSA and SHA-256.
 * Such signatures follow from key and content alone. The key is named by its identifier (RFC 5280, 4.2.1.2, method 1).
 */
final class XmlSigner {
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String KEY = "key.pem";
    private static final String CERTIFICATES = "cert.pem";

    private final PrivateKey key;
    private final String keyName;

    private XmlSigner(PrivateKey key, String keyName) {
        this.key = key;
        this.keyName = keyName;
    }

    /**
     * Reads {@code key.pem}, {@code key-password} if it is encrypted, and {@code cert.pem} of a credential.
     *
     * @throws BaselinesException when a part is missing, is of another kind, or they don't belong together
     */
    static XmlSigner of(SecretStore secrets, String id) {
        PrivateKey key = SigningKey.of(secrets, id);
        X509Certificate certificate = PemReader.certificates(
                        secrets.require(id, CERTIFICATES), secrets.describe(id, CERTIFICATES))
                .get(0);
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw new BaselinesException(secrets.describe(id, KEY) + " is no RSA key, which base RIMs are signed with");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey open)
                || !open.getModulus().equals(rsa.getModulus())) {
            throw new BaselinesException("the first certificate in " + secrets.describe(id, CERTIFICATES)
                    + " is not that of the key in " + secrets.describe(id, KEY));
        }
        byte[] bits = SubjectPublicKeyInfo.getInstance(open.getEncoded())
                .getPublicKeyData()
                .getOctets();
        return new XmlSigner(key, Bank.SHA1.hash(bits).hex());
    }

    /** Adds the signature to the root element, and gives the document as it is to be stored. */
    byte[] sign(Document document) {
        try {
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            Reference whole = factory.newReference(
                    "",
                    factory.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)),
                    null,
                    null);
            SignedInfo info = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(CanonicalizationMethod.INCLUSIVE, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod(RSA_SHA256, null),
                    List.of(whole));
            KeyInfoFactory keys = factory.getKeyInfoFactory();
            KeyInfo name = keys.newKeyInfo(List.of(keys.newKeyName(keyName)));
            factory.newXMLSignature(info, name).sign(new DOMSignContext(key, document.getDocumentElement()));
            withoutLineBreaks(document);
            return bytes(document);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new BaselinesException("a base RIM can't be signed: " + e.getMessage(), e);
        }
    }

    /** The JDK breaks Base64 with carriage returns, which then stand in the file as references to characters. */
    private static void withoutLineBreaks(Document document) {
        Node value = document.getElementsByTagNameNS(XMLSignature.XMLNS, "SignatureValue")
                .item(0);
        value.setTextContent(value.getTextContent().replaceAll("\\s", ""));
    }

    private static byte[] bytes(Document document) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException("a document that was just made can't be written", e);
        }
    }
}
