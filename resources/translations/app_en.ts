<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Gallery</name>
    <message numerus="yes">
        <source>%n agent(s) found. Nothing is added yet.</source>
        <translation>
            <numerusform>%n agent found. Nothing is added yet.</numerusform>
            <numerusform>%n agents found. Nothing is added yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) added to the rail.</source>
        <translation>
            <numerusform>%n agent added to the rail.</numerusform>
            <numerusform>%n agents added to the rail.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) added. Choose those that go on the rail.</source>
        <translation>
            <numerusform>%n agent added. Choose those that go on the rail.</numerusform>
            <numerusform>%n agents added. Choose those that go on the rail.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryPreview</name>
    <message numerus="yes">
        <source>Add all %n</source>
        <translation>
            <numerusform>Add all %n</numerusform>
            <numerusform>Add all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderKeysEditor</name>
    <message numerus="yes">
        <source>%n key(s) kept in the system&apos;s keyring</source>
        <translation>
            <numerusform>%n key kept in the system&apos;s keyring</numerusform>
            <numerusform>%n keys kept in the system&apos;s keyring</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) kept in your encrypted file</source>
        <translation>
            <numerusform>%n key kept in your encrypted file</numerusform>
            <numerusform>%n keys kept in your encrypted file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) kept until Renao ends</source>
        <translation>
            <numerusform>%n key kept until Renao ends</numerusform>
            <numerusform>%n keys kept until Renao ends</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderList</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n address(es)</source>
        <translation>
            <numerusform>%n address</numerusform>
            <numerusform>%n addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n address(es) or key(s) rest</source>
        <translation>
            <numerusform>%n address or key rests</numerusform>
            <numerusform>%n addresses or keys rest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderPage</name>
    <message numerus="yes">
        <source>%n model(s) listed. Choose those you want.</source>
        <translation>
            <numerusform>%n model listed.</numerusform>
            <numerusform>%n models listed. Choose those you want.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuitQuestion</name>
    <message numerus="yes">
        <source>%n reply(s) still coming.</source>
        <translation>
            <numerusform>%n reply is still coming.</numerusform>
            <numerusform>%n replies are still coming.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
</TS>
