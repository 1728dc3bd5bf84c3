*** Settings ***
Documentation     Files instruments as a user of the Browser library writes it.
Resource          robot_keywords.resource
Suite Setup       Open Ledger

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
Open Ledger
    Start Browser
    Log In
    Wait For Load State    networkidle
