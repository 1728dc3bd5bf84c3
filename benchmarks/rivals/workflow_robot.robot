*** Settings ***
Documentation     The workflow as a user of the Browser library writes it, checked by its getters.
Resource          robot_keywords.resource
Library           benchmarks.rivals.workflow_robot.RaceKeywords    ${TASK}
Suite Setup       Start Browser

*** Tasks ***
Book Three Instruments And Read Their Receipt
    @{rows}=    Rows
    @{serials}=    Evaluate    [row['出厂编号'] for row in $rows]
    Begin Race
    Log In
    FOR    ${row}    IN    @{rows}
        File Instrument    ${row}
    END
    Go To    ${BOOKINGS}
    ${number}=    Book    @{serials}
    Institute Answers
    Read Receipt    ${number}    @{serials}
    Close Context
    Finish Race    ${number}

*** Keywords ***
Book
    [Arguments]    @{serials}
    Click    text="新增"
    Click    id=chooseBtn
    ${rows}=    Rows Of Grid    pickerGrid
    FOR    ${serial}    IN    @{serials}
        Check Checkbox    ${rows}:has(:text-is("${serial}")) input[type=checkbox]
    END
    Click    id=pickBtn
    Wait For Elements State    id=pickerDialog    hidden
    ${pieces}=    Rows Of Grid    pieceGrid
    Get Element Count    ${pieces}    ==    ${{len($serials)}}
    Click    id=submitBtn
    Get Text    css=.messager-body:visible    matches    提交成功！预约编号：\\d{13}(?!\\d)
    ${message}=    Get Text    css=.messager-body:visible
    ${number}=    Evaluate    re.search(r'(?<!\\d)\\d{13}(?!\\d)', $message)[0]    modules=re
    Click    css=.messager-button >> text="确定"
    ${bookings}=    Rows Of Grid    bookingGrid
    Get Text    ${bookings}:has(:text-is("${number}"))    contains    已提交
    RETURN    ${number}

Read Receipt
    [Arguments]    ${number}    @{serials}
    ${bookings}=    Rows Of Grid    bookingGrid
    Check Checkbox    ${bookings}:has(:text-is("${number}")) input[type=checkbox]
    Click    id=detailBtn
    Get Text    id=receiptInfo    contains    ${ALLOCATED}
    ${pieces}=    Rows Of Grid    receiptGrid
    Get Element Count    ${pieces}    ==    ${{len($serials)}}
    FOR    ${serial}    IN    @{serials}
        FOR    ${words}    IN    ${STATE}    ${INSTITUTE}    ${PHONE}
            Get Text    ${pieces}:has(:text-is("${serial}"))    contains    ${words}
        END
    END

Rows Of Grid
    [Documentation]    Returns a selector of a grid's rows, without the column of row numbers.
    [Arguments]    ${name}
    RETURN    css=.datagrid-view:has(#${name}) .datagrid-view2 .datagrid-body tr.datagrid-row
