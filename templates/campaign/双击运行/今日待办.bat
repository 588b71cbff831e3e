@echo off
chcp 65001 >nul
pushd "%~dp0.."
set "DUCHA=ducha"
where ducha >nul 2>nul
if errorlevel 1 set "DUCHA=%USERPROFILE%\ducha\Scripts\ducha.exe"
"%DUCHA%" today
popd
pause
