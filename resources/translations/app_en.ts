<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</TS>
