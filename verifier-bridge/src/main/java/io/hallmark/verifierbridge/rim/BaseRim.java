package io.hallmark.verifierbridge.rim;

import io.hallmark.measuredboot.digest.Bank;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The base RIM: a software identity tag (ISO/IEC 19770-2:2015) that names the support RIM with its digest (TCG Reference
 * Integrity Manifest Information Model; TCG PC Client RIM).
 *
 * @param id of the tag
 * @param name for people
 * @param platform what nodes are
 * @param support file name of the support RIM, beside the tag
 */
record BaseRim(UUID id, String name, RimSettings settings, Platform platform, String support, byte[] log) {
    static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private static final String RIM = "https://trustedcomputinggroup.org/wp-content/uploads/TCG_RIM_Model";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static final String NAMESPACES = "http://www.w3.org/2000/xmlns/";
    private static final String XML = "http://www.w3.org/XML/1998/namespace";

    /** @param model of the servers, may be empty as the version of their firmware */
    record Platform(String manufacturer, String model, String firmware) {}

    Document document() {
        Document document = empty();
        Element tag = document.createElementNS(SWID, "SoftwareIdentity");
        document.appendChild(tag);
        tag.setAttributeNS(NAMESPACES, "xmlns", SWID);
        tag.setAttributeNS(XML, "xml:lang", "en");
        tag.setAttribute("name", name);
        tag.setAttribute("tagId", id.toString());
        tag.setAttribute("tagVersion", "1");
        tag.setAttribute("version", "1");
        tag.setAttribute("versionScheme", "multipartnumeric");
        tag.setAttribute("corpus", "false");
        tag.setAttribute("patch", "false");
        tag.setAttribute("supplemental", "false");
        Element entity = child(tag, "Entity");
        entity.setAttribute("name", settings.entity());
        entity.setAttribute("regid", settings.regid());
        entity.setAttribute("role", "softwareCreator tagCreator");
        meta(child(tag, "Meta"));
        Element file = child(child(child(tag, "Payload"), "Directory"), "File");
        file.setAttribute("name", support);
        file.setAttribute("size", Integer.toString(log.length));
        file.setAttributeNS(NAMESPACES, "xmlns:SHA256", SHA256);
        file.setAttributeNS(SHA256, "SHA256:hash", Bank.SHA256.hash(log).hex());
        file.setAttributeNS(NAMESPACES, "xmlns:rim", RIM);
        file.setAttributeNS(RIM, "rim:supportRIMFormat", "TCG_EventLog_Assertion");
        ((Element) file.getParentNode()).setAttribute("name", ".");
        return document;
    }

    private void meta(Element meta) {
        meta.setAttributeNS(NAMESPACES, "xmlns:rim", RIM);
        meta.setAttributeNS(RIM, "rim:bindingSpec", "PC Client RIM");
        meta.setAttributeNS(RIM, "rim:bindingSpecVersion", "1.2");
        meta.setAttributeNS(RIM, "rim:platformManufacturerStr", platform.manufacturer());
        settings.manufacturerId().ifPresent(n -> meta.setAttributeNS(RIM, "rim:platformManufacturerId", n));
        meta.setAttributeNS(RIM, "rim:platformModel", platform.model());
        if (!platform.firmware().isEmpty()) {
            meta.setAttributeNS(RIM, "rim:firmwareVersion", platform.firmware());
        }
    }

    private static Element child(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(SWID, name);
        parent.appendChild(child);
        return child;
    }

    private static Document empty() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            return factory.newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK can't make XML documents", e);
        }
    }
}
