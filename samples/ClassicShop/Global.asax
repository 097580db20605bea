<%@ Application Codebehind="Global.asax.cs" Inherits="ClassicShop.Global" Language="C#" %>
