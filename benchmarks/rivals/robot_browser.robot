*** Settings ***
Documentation     Files instruments as a user of the Browser library writes it.
Library           Browser    timeout=30s    retry_assertions_for=10s
Library           benchmarks.rivals.robot_browser.RobotKeywords    ${TASK}
Suite Setup       Log In

*** Variables ***
${PANEL}          css=.combo-panel:visible

*** Tasks ***
File All Instruments
    @{rows}=    Rows
    Begin
    FOR    ${row}    IN    @{rows}
        Opened
        File Instrument    ${row}
        Answered
    END
    Finish

*** Keywords ***
Log In
    ${flags}=    Flags
    New Browser    chromium    headless=${True}    executablePath=${BROWSER}    args=${flags}
    ${size}=    Create Dictionary    width=${${WIDTH}}    height=${${HEIGHT}}
    New Context    viewport=${size}    locale=zh-CN    timezoneId=Asia/Shanghai
    New Page
    ${captcha}=    Promise To    Wait For Response    matcher=**/captcha.jpg*
    Go To    ${LEDGER}
    Wait For    ${captcha}
    ${session}=    Get Cookie    JSESSIONID
    ${word}=    Read Captcha    ${session.value}
    Fill Text    id=username    ${ACCOUNT}
    Fill Text    id=password    ${PASSWORD}
    Fill Text    id=authcode    ${word}
    Click    css=button[name=submit]
    Wait For Elements State    id=addBtn    visible
    Wait For Load State    networkidle

File Instrument
    [Arguments]    ${row}
    Click    id=addBtn
    Wait For Elements State    id=ledgerDialog    visible
    @{fields}=    Fields
    FOR    ${name}    ${label}    ${sort}    IN    @{{[part for field in $fields for part in field]}}
        IF    $sort == 'text'
            Fill Text    css=#${name} + .textbox .textbox-text    ${row}[${label}]
        ELSE IF    $sort == 'choice'
            Choose    ${name}    ${row}[${label}]
        ELSE IF    $sort == 'day'
            Type Day    ${name}    ${row}[${label}]
        ELSE
            Choose Region    ${name}    ${row}[${label}]
        END
    END
    Click    id=saveBtn
    Get Text    css=.messager-body:visible    contains    保存成功
    Click    css=.messager-button >> text="确定"
    Wait For Elements State    id=ledgerDialog    hidden

Choose
    [Arguments]    ${name}    ${text}
    Click    css=#${name} + .combo .combo-arrow
    Click    ${PANEL} >> text="${text}"
    Get Property    css=#${name} + .combo .textbox-text    value    ==    ${text}

Type Day
    [Arguments]    ${name}    ${day}
    Type Text    css=#${name} + .combo .textbox-text    ${day}
    Get Property    css=#${name} + .combo .textbox-value    value    ==    ${day}
    Press Keys    css=#${name} + .combo .textbox-text    Enter
    Wait For Elements State    ${PANEL}    hidden

Choose Region
    [Documentation]    Opens the tree level by level, each name inside its parent.
    [Arguments]    ${name}    ${region}
    Click    css=#${name} + .combo .combo-arrow
    @{path}=    Evaluate    $region.split('/')
    ${branch}=    Set Variable    xpath=/ul
    FOR    ${place}    IN    @{path}[:-1]
        ${item}=    Set Variable    ${branch}/li[div/span[@class='tree-title'][.='${place}']]
        Wait For Elements State    ${PANEL} >> ${item}/div    visible
        ${closed}=    Get Element Count    ${PANEL} >> ${item}/div/span[contains(@class,'tree-collapsed')]
        IF    ${closed}
            Click    ${PANEL} >> ${item}/div/span[contains(@class,'tree-hit')]
        END
        ${branch}=    Set Variable    ${item}/ul
    END
    Click    ${PANEL} >> ${branch}/li/div[span[@class='tree-title'][.='${path}[-1]']]
    Get Property    css=#${name} + .combo .textbox-text    value    ==    ${path}[-1]
