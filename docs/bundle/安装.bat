@echo off
rem 需要 64 位的 Python 3.11、3.12 或 3.13
where py >nul 2>nul
if errorlevel 1 (python "%~dp0install.py" %*) else (py -3 "%~dp0install.py" %*)
pause
